// danfojs reads addresses through this package; Strata reads files through DuckDB instead.
const no = () => {
  throw new Error('request is not part of this project: read files through DuckDB');
};
module.exports = Object.assign(no, { get: no, post: no });
