/**
 * An error whose message already tells the person what was tried and what to do: it is printed
 * without a stack.
 * @param {string} message
 * @returns {Error & { explained: true }}
 */
export function explained(message) {
  return Object.assign(new Error(message), { explained: /** @type {const} */ (true) });
}

/**
 * @param {unknown} error
 * @returns {string} what to print for it
 */
export function describeError(error) {
  if (!(error instanceof Error)) return String(error);
  return 'explained' in error ? error.message : (error.stack ?? error.message);
}
