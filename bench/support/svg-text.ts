interface Text {
  /** Where its line begins, ends or has its middle, as its kind has it. */
  readonly at: readonly [x: number, y: number];
  readonly kind: 'title' | 'name' | 'label' | 'value' | 'tick';
  readonly words: string;
}

/** Words in a picture; their kind is a class of the style sheet. */
export function text({ at: [x, y], kind, words }: Text): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escaped(words)}</text>`;
}

/** Words that are no markup. */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
