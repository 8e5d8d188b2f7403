/** Everything a notebook needs under one name: the doors of all floors. */
export {};
