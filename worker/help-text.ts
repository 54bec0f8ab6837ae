export const helpText = `Usage: node dist/worker/main.js

Runs the invites: the workflows inviteParticipants and callRegistry, and their requests to Microsoft Graph.
Registers missing search attributes at start. Configured by the environment only:

  GRAPH_CREDENTIAL         required: clientSecret (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET),
                           clientCertificate (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_CERTIFICATE_PATH,
                           and AZURE_CLIENT_CERTIFICATE_PASSWORD where it has one),
                           managedIdentity, workloadIdentity,
                           or staticToken (GRAPH_STATIC_TOKEN; for a Graph on this machine only)
  GRAPH_BASE_URL           default https://graph.microsoft.com/v1.0
  INVITE_TASK_QUEUE        default graph-invites
  WORKER_DEPLOYMENT_NAME, WORKER_BUILD_ID
                           both or none: work as this version of a Worker Deployment
  WORKER_INACTIVE_PATCHES  comma-separated: patches of the workflow code not to begin yet; default none
  WORKER_WORKFLOW_TASKS, WORKER_ACTIVITIES
                           at a time, each; default 100
  WORKER_CACHED_WORKFLOWS  invites kept in memory between two facts, about 350 kB each; default 500, fewer with a small heap
  ADMIN_HOST, ADMIN_PORT   health and metrics; default 127.0.0.1 and 9464
  ALLOW_INSECURE_LOOPBACK  true allows a Graph on this machine; default false
  PAYLOAD_ENCRYPTION_KEYS_FILE
                           encrypts everything in Temporal's histories with the keys in this file; default: in clear
  LOG_LEVEL                trace, debug, info, warn, error, fatal or silent; default info
  OTEL_EXPORTER_OTLP_ENDPOINT
                           sends traces to this collector, by OTLP over HTTP; OpenTelemetry's other variables count too; default: none
  TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE
                           Temporal's own settings; default localhost:7233 and the namespace default
`;
