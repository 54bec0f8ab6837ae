/**
 * How errors become failures where payloads are encrypted: message and stack go into a payload, too, as Temporal keeps
 * them in clear otherwise. CommonJS, because the SDK loads it with `require` (sdk-typescript issue 1292), and without
 * types, because that must work for the sources as for the build.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
