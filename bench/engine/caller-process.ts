/** A service that starts invites, in a process of its own. */
import { Client, Connection } from '@temporalio/client';
import { answerParent } from '../support/answer-parent.ts';
import { drive, inviteRunner } from './drive.ts';
import { QuestionSchema } from './engine-protocol.ts';
import { ownUsage } from './own-usage.ts';

let run: ReturnType<typeof inviteRunner> | undefined;

answerParent(async (question) => {
  const asked = QuestionSchema.parse(question);
  switch (asked.kind) {
    case 'start': {
      const { address, namespace } = asked.settings;
      const connection = await Connection.connect({ address });
      run = inviteRunner(new Client({ connection, namespace }), asked.settings);
      return {};
    }
    case 'drive':
      if (run === undefined) throw new Error('Not started yet.');
      return drive(asked.load, run);
    case 'usage':
      return ownUsage();
  }
});
