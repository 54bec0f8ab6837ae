import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const HistorySchema = z.object({ events: z.array(z.looseObject({ eventType: z.string() })) });
export type RecordedHistory = z.infer<typeof HistorySchema>;

/** The first events of a history, up to the end of its first task, with or without what that task asked for. */
export function firstTaskOf(
  { events }: RecordedHistory,
  { withCommands }: { readonly withCommands: boolean },
): RecordedHistory {
  const done = events.findIndex(
    ({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
  );
  const asked = events.slice(done + 1).findIndex(({ eventType }) => !isCommand(eventType));
  return { events: events.slice(0, done + 1 + (withCommands ? Math.max(0, asked) : 0)) };
}

function isCommand(eventType: string): boolean {
  return eventType.endsWith('_TIMER_STARTED') || eventType.endsWith('_ACTIVITY_TASK_SCHEDULED');
}

/** Files with what is replayed. @param recorded the folder of test/replay */
export function cutHistories(recorded: string, target: string) {
  const [invite, register] = [
    join(recorded, 'joined-add.json'),
    join(recorded, 'call-registry.json'),
  ];
  const written = (source: string, name: string, withCommands: boolean) => {
    const history = HistorySchema.parse(JSON.parse(readFileSync(source, 'utf8')));
    const file = join(target, `${name}.json`);
    writeFileSync(file, JSON.stringify(firstTaskOf(history, { withCommands })));
    return file;
  };
  return {
    bare: written(invite, 'bare', false),
    register: written(register, 'register', true),
    invite: written(invite, 'invite', true),
    wholeInvite: invite,
  };
}
