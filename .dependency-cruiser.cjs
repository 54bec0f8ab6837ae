/** Which room may import which at run time (docs/architecture.md). Type imports do not count. */
const rooms = [
  'workflows',
  'activities',
  'worker',
  'client',
  'webhooks',
  'simulator',
  'cli',
  'runtime',
  'bench',
  'test',
];

const outside = `^(contracts|${rooms.join('|')})/`;

/** A room may reach only these rooms, itself included. */
const mayImport = {
  contracts: [],
  workflows: ['contracts'],
  activities: ['contracts'],
  worker: ['contracts', 'activities', 'runtime'],
  client: ['contracts', 'runtime'],
  webhooks: ['contracts', 'runtime', 'client'],
  simulator: ['contracts'],
  cli: ['contracts', 'client', 'runtime'],
  runtime: [],
};

/**
 * Two places see more: the doctor reads settings, tokens and keys with the very code of the processes it speaks of, and
 * the all-in-one process is worker and webhooks together.
 */
const exceptions = [
  {
    room: 'cli',
    from: '^cli/doctor/',
    to: '^(worker/(config|access-token|token-failure)|webhooks/(config|key-set-answer))\\.ts$',
  },
  { room: 'worker', from: '^worker/all-in-one\\.ts$', to: '^(webhooks|client)/' },
];

const roomRules = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import ${['itself', ...allowed].join(', ')}`,
  severity: 'error',
  from: {
    path: `^${room}/`,
    pathNot: exceptions.filter((one) => one.room === room).map(({ from }) => from),
  },
  to: { path: outside, pathNot: `^(${[room, ...allowed].join('|')})/` },
}));

const exceptionRules = exceptions.map(({ room, from, to }) => ({
  name: `${room}-exception`,
  comment: `beside what ${room}/ may, ${from} may import ${to}`,
  severity: 'error',
  from: { path: from },
  to: { path: outside, pathNot: [`^(${[room, ...mayImport[room]].join('|')})/`, to] },
}));

/** Packages that only some rooms may use. */
const packageRules = [
  ['zod', '^(contracts/schemas|activities|worker|webhooks|simulator|cli|client|runtime)/'],
  ['@microsoft/microsoft-graph-client', '^activities/graph/'],
  ['undici', '^activities/graph/'],
  ['@azure/identity', '^worker/'],
  ['@temporalio/worker', '^worker/'],
  ['@temporalio/workflow', '^(workflows|contracts)/'],
  ['@temporalio/activity', '^activities/'],
  ['fastify', '^(webhooks|simulator)/'],
  ['jose', '^(webhooks|simulator|cli)/'],
  ['@temporalio/proto', '^runtime/'],
  ['@fastify/under-pressure', '^webhooks/'],
  ['commander', '^cli/'],
  ['@opentelemetry/api', '^(runtime|client)/'],
  ['@opentelemetry/(sdk-trace|exporter-trace-otlp-http|resources)', '^runtime/tracing-sdk'],
].map(([name, from]) => ({
  name: `only-${name.replaceAll(/[@/]/g, '-')}`,
  severity: 'error',
  from: { pathNot: from },
  to: { path: `^node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    ...exceptionRules,
    ...packageRules,
    {
      name: 'no-zod-in-workflows',
      comment: 'Each workflow would pay for it (ADR 0005).',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^(node_modules/zod|contracts/schemas)/', reachable: true },
    },
    {
      name: 'no-node-in-workflows',
      severity: 'error',
      from: { path: '^(workflows/|contracts/[^/]+$)' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'not-to-dev-dep', severity: 'error', from: {}, to: { dependencyTypes: ['npm-dev'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
