// danfojs asks for @tensorflow/tfjs-node; it gets the one binding this project has, or plain tfjs where none was built.
require('../../kernel/old-util.cjs');
try {
  module.exports = require('@tensorflow/tfjs-node-gpu');
} catch {
  module.exports = require('@tensorflow/tfjs');
}
