/**
 * In which roster of a load each of the invited people comes into the meeting: one after the other, spread over the whole
 * load.
 * @returns the index of that roster, by person
 */
export function arrivals(people: number, rosters: number): readonly number[] {
  return Array.from({ length: people }, (_, person) =>
    Math.min(rosters - 1, Math.floor(((person + 0.5) * rosters) / people)),
  );
}
