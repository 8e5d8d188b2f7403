// danfojs reads Excel sheets through this package; Strata does not.
const no = () => {
  throw new Error('xlsx is not part of this project: save the sheet as CSV or Parquet');
};
module.exports = { read: no, readFile: no, writeFile: no, write: no, utils: {} };
