export function devServerFlags(options: {
  port: number;
  uiPort: number;
  namespace: string;
  dbFile?: string | undefined;
  searchAttributes: readonly string[];
  uiCodecEndpoint?: string | undefined;
  help: string;
}): string[];
