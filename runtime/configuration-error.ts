/** What a person must put right in the environment before the process can start. Never holds a value of a variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** One sentence each, beginning with the name of the variable. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(
      `The configuration is not usable:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
      options,
    );
    this.problems = problems;
  }
}
