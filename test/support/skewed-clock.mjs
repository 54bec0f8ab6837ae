// Loaded into a process under test with NODE_OPTIONS=--import: its wall clock is off by CLOCK_SKEW_MS, its timers are not.
const skewMs = Number(process.env['CLOCK_SKEW_MS'] ?? 0);
const TrueDate = Date;
const trueNow = Date.now;
globalThis.Date = class Date extends TrueDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [trueNow() + skewMs] : parts));
  }
  static now() {
    return trueNow() + skewMs;
  }
};
