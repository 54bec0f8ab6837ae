// Started by sdk-download.mjs: arguments are the download folder and the CLI's version.
const [downloadDir, version] = process.argv.slice(2);

try {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir, version };
  const server = { executable, log: { format: 'pretty', level: 'never' } };
  const environment = await TestWorkflowEnvironment.createLocal({ server });
  await environment.teardown();
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${message.replaceAll('\n', ' ').trim()}\n`);
  process.exit(1);
}
