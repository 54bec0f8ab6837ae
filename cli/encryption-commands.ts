/** The commands about payload encryption. */
import type { Command } from 'commander';
import { addCommand } from './command.ts';
import { codecServer, type CodecServerFlags } from './commands/codec-server.ts';
import { newKey } from './commands/new-key.ts';
import type { Io } from './io.ts';

export function addEncryptionCommands(program: Command, io: Io): void {
  addCommand(program, {
    name: 'new-key',
    description: 'print a file with a new key, for PAYLOAD_ENCRYPTION_KEYS_FILE',
    json: 'own',
    examples: [
      '(umask 077; graph-invite new-key > keys.json)',
      'graph-invite new-key --id 2026-12   # then move its key into the file in use, beside the older ones',
    ],
  })
    .option('--id <id>', 'of the key; default: the month and four letters of its own')
    .option('--json', 'is always so')
    .action((flags: { readonly id?: string }) => {
      newKey(flags, io);
    });
  addCommand(program, {
    name: 'codec-server',
    description: "show encrypted payloads in clear in Temporal's UI and CLI",
    json: 'own',
    more: codecServerHelp,
    examples: [
      'graph-invite codec-server --ui-origin http://127.0.0.1:8233',
      'temporal server start-dev --ui-codec-endpoint http://127.0.0.1:8888',
      'temporal workflow show --workflow-id invite/i1 --codec-endpoint http://127.0.0.1:8888',
    ],
  })
    .option('--host <host>', 'to listen on', '127.0.0.1')
    .option('--port <port>', 'to listen on; 0 takes any free one', '8888')
    .option('--ui-origin <origin>', 'a UI that may ask; may be repeated', append)
    .action((flags: CodecServerFlags) => codecServer(flags, io));
}

const codecServerHelp = `Answers POST /decode of Temporal's codec protocol until SIGTERM or Ctrl-C. There is no /encode: a payload is
bound to its workflow, and whoever asks a codec server to encrypt names no workflow.

Environment:
  PAYLOAD_ENCRYPTION_KEYS_FILE   the keys; required
  CODEC_SERVER_ISSUER, CODEC_SERVER_AUDIENCE, CODEC_SERVER_JWKS_URL
                     with all three every request needs a bearer token of this issuer for this audience, signed
                     (RS256 or ES256) with a key of that https address; required unless --host is loopback
  ALLOW_INSECURE_LOOPBACK        true allows signing keys from this machine`;

function append(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}
