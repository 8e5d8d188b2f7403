// Node 23 removed helpers of `util` that the TensorFlow binding of tfjs 4 still calls.
const util = require('node:util');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
