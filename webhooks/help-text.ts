export const helpText = `Usage: node dist/webhooks/main.js

Takes Microsoft Graph's call notifications, checks their tokens, and signals the invites that wait for them.
Configured by the environment only:

  NOTIFICATION_AUDIENCE    the bot's application id; required
  NOTIFICATION_ISSUERS     comma-separated, exact; default https://api.botframework.com,https://graph.microsoft.com
  NOTIFICATION_JWKS_URL    the signing keys; default https://api.aps.skype.com/v1/keys
  NOTIFICATION_TENANTS     comma-separated; default: any tenant that a valid token names
  WEBHOOK_HOST             default 127.0.0.1
  WEBHOOK_PORT             default 8080
  WEBHOOK_PATH             default /notifications
  WEBHOOK_BODY_LIMIT       bytes; default 1048576
  ADMIN_HOST, ADMIN_PORT   health and metrics; default 127.0.0.1 and 9465
  ALLOW_INSECURE_LOOPBACK  true allows signing keys from this machine; default false
  PAYLOAD_ENCRYPTION_KEYS_FILE
                           encrypts everything in Temporal's histories with the keys in this file; default: in clear
  LOG_LEVEL                trace, debug, info, warn, error, fatal or silent; default info
  OTEL_EXPORTER_OTLP_ENDPOINT
                           sends traces to this collector, by OTLP over HTTP; OpenTelemetry's other variables count too; default: none
  TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, TEMPORAL_PROFILE
                           Temporal's own settings; default localhost:7233 and the namespace default
`;
