import type { OpenLink } from './stack-links.ts';
import type { EndedProcess } from './stack-process.ts';

/** What a process of the stack is made from. */
export interface StackParts {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly temporalPort: number;
  readonly simulatorPort: number;
  readonly openLink: OpenLink;
  readonly onEnd: (ended: EndedProcess) => void;
}
