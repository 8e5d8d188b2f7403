"""Extracts members of a wheel: unzip.py WHEEL FOLDER MEMBER..."""
import sys
import zipfile

wheel, folder, *members = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for member in members:
        archive.extract(member, folder)
