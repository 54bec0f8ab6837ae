import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

/**
 * Who talks to whom. The sixth link, from the worker to the token endpoint, has no proxy: the tests bring the token.
 */
export const links = [
  'workerToGraph',
  'workerToTemporal',
  'webhookToTemporal',
  'graphToWebhook',
  'webhookToKeySet',
] as const;
export type Link = (typeof links)[number];

/** Gives the `host:port` to use for a link in place of the real one. */
export type Via = (link: Link, address: string) => Promise<string>;

export interface LinkProxies {
  readonly via: Via;
  /** The proxy of a link; there is one as soon as `via` was asked about it. */
  of(link: Link): FaultProxy;
  close(): Promise<void>;
}

interface LinkProxiesOptions {
  /** Default 1. */
  readonly seed?: number;
  /** The links that go through a proxy; default all. */
  readonly only?: readonly Link[];
  /** Told of a proxy before anything goes through it. */
  readonly onOpen?: (proxy: FaultProxy) => void;
}

/** A proxy on each link of one cloud: `startCloud({ via: proxies.via })`. */
export function linkProxies(options: LinkProxiesOptions = {}): LinkProxies {
  const { seed = 1, only = links, onOpen } = options;
  const opened = new Map<Link, FaultProxy>();
  return {
    via: async (link, address) => {
      if (!only.includes(link)) return address;
      const { hostname: host, port } = new URL(`tcp://${address}`);
      const proxy = await startFaultProxy({
        target: { host, port: Number(port) },
        seed: seed + opened.size,
      });
      opened.set(link, proxy);
      onOpen?.(proxy);
      return `127.0.0.1:${proxy.port}`;
    },
    of: (link) => {
      const proxy = opened.get(link);
      if (!proxy) throw new Error(`Nothing goes through a proxy on ${link}.`);
      return proxy;
    },
    close: async () => {
      await Promise.all([...opened.values()].map((proxy) => proxy.close()));
    },
  };
}
