export const allInOneHelpText = `Usage: node dist/worker/all-in-one-main.js

Worker and webhooks in one process, for small installations. Configured by the environment only, with the variables of
both: node dist/worker/main.js --help and node dist/webhooks/main.js --help list them. Health and metrics of both are on
ADMIN_HOST and ADMIN_PORT, by default 127.0.0.1 and 9464.
`;
