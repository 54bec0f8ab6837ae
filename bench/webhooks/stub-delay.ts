/** How long every call to Temporal takes where a stub stands in its place; milliseconds, of the budgets. */
export const stubDelayMs = 20;
