import { connect } from 'node:net';

/**
 * @param {string} address host:port; without a port Temporal's own, 7233
 * @param {number} deadlineMs
 * @returns {Promise<string | undefined>} why it cannot be reached; undefined when it can
 */
export function whyUnreachable(address, deadlineMs) {
  const target = parseAddress(address);
  if (target === undefined) return Promise.resolve('it is not of the form host:port');
  return new Promise((resolve) => {
    const socket = connect(target);
    const finish = (reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(deadlineMs, () => finish(`no connection within ${deadlineMs / 1000} s`));
    socket.once('connect', () => finish(undefined));
    socket.once('error', (error) => finish(reasonOf(error)));
  });
}

/** @param {string} address @returns {{ host: string, port: number } | undefined} */
function parseAddress(address) {
  const found = /^(?:\[([^\]]+)\]|([^:/\s]+))(?::(\d{1,5}))?$/.exec(address);
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3] ?? 7233);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** @param {Error} error an AggregateError with an empty message when a name has two addresses */
function reasonOf(error) {
  return error.message || ('code' in error ? String(error.code) : error.name);
}
