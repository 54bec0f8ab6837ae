import { describe, expect, it } from 'vitest';
import { codecServerHint } from '../../../tools/local-stack-encryption.mjs';
import { devServerFlags } from '../../../tools/temporal/dev-server-flags.mjs';

const uiCodecEndpoint = 'http://127.0.0.1:8888';

function flags(help: string, codec: { uiCodecEndpoint?: string } = { uiCodecEndpoint }) {
  const ports = { port: 7233, uiPort: 8233, namespace: 'default', searchAttributes: [] };
  return devServerFlags({ ...ports, help, ...codec }).join(' ');
}

describe('the flags of a dev server', () => {
  it('tell its UI of the codec server', () => {
    expect(flags('--ui-codec-endpoint string')).toContain(`--ui-codec-endpoint ${uiCodecEndpoint}`);
  });

  it('hold no flag that this CLI does not know, and none without a codec server', () => {
    expect(flags('--ui-port int')).not.toContain('codec');
    expect(flags('--ui-codec-endpoint string', {})).not.toContain('codec');
  });
});

describe('the hint beside the address of the codec server', () => {
  it('says what is left to do to see payloads in clear', () => {
    const codecServer = { url: uiCodecEndpoint, inUi: false };
    expect(codecServerHint({ ...codecServer, inUi: true }, 'http://127.0.0.1:8233')).toMatch(
      /^the UI shows/,
    );
    expect(codecServerHint(codecServer, 'http://127.0.0.1:8233')).toMatch(/^enter it in the UI/);
    expect(codecServerHint(codecServer, null)).toMatch(/^set TEMPORAL_UI_URL/);
  });
});
