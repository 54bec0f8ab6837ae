import type { CallingService } from './calling-service.ts';
import type { BenchRequest } from './closed-loop.ts';
import { bodies, forgedRequests, goodRequests, notify } from './requests.ts';

export interface Refusal {
  readonly what: string;
  /** The only right answer, beside 503. */
  readonly status: string;
  readonly requests: readonly BenchRequest[];
  /** Requests on one connection; 1 where the server closes it after its answer. */
  readonly reconnectRate: number;
}

const count = 500;

/** Everything that is refused, one kind after the other. */
export async function refusalsOf(
  service: CallingService,
  seed: number,
): Promise<readonly Refusal[]> {
  const good = await goodRequests(service, seed, count);
  const texts = bodies(seed, count);
  const bent = async (changes: Parameters<CallingService['mint']>[1]) => {
    const tokens = await service.mint(100, changes);
    return texts.map((body, index) => notify(tokens[index % tokens.length], body));
  };
  const kept = { status: '401', reconnectRate: 900 };
  return [
    { ...kept, what: 'no token', requests: texts.map((body) => notify(undefined, body)) },
    { ...kept, what: 'bad signature', requests: await forgedRequests(service, seed, count) },
    { ...kept, what: 'unknown key', requests: await bent({ header: { kid: 'unheard-of' } }) },
    { ...kept, what: 'wrong audience', requests: await bent({ claims: { aud: 'another-bot' } }) },
    { what: 'too big', status: '413', requests: good.map(announcingTooMuch), reconnectRate: 1 },
    { what: 'not JSON', status: '400', requests: good.map(cutShort), reconnectRate: 1 },
  ];
}

/** The length alone is refused; nothing of the body need follow. */
function announcingTooMuch(request: BenchRequest): BenchRequest {
  return { ...request, headers: { ...request.headers, 'content-length': '2000000' }, body: '' };
}

function cutShort(request: BenchRequest): BenchRequest {
  return { ...request, body: request.body.slice(0, -1) };
}
