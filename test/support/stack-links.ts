import type { Link } from './fault-proxy-links.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import type { Teardown } from './stack-teardown.ts';

/** One link of one process, so that a fault can hit a single replica; it outlives the process's restarts. */
export interface StackLink {
  /** `graph` is the simulator, of which the key set is a part. */
  readonly between: Link;
  /** The worker or the webhooks whose link it is, such as `worker-1`. */
  readonly process: string;
  readonly proxy: FaultProxy;
}

export type OpenLink = (between: Link, process: string, targetPort: number) => Promise<FaultProxy>;

/** Opens links in state `pass`; each is closed by the teardown and stands in `links`. */
export function linkOpener(teardown: Teardown, links: StackLink[], seed: number): OpenLink {
  return async (between, process, port) => {
    const target = { host: '127.0.0.1', port };
    const proxy = await startFaultProxy({ target, seed: seed + links.length });
    teardown.add(() => proxy.close());
    links.push({ between, process, proxy });
    return proxy;
  };
}
