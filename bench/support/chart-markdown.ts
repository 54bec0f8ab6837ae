import type { Chart } from './report.ts';

/** The picture of a chart, told in words for who cannot see it; its numbers are figures of the report. */
export function chartMarkdown({ title, unit, labels, series }: Chart, file: string): string {
  const measured = unit === '' ? title : `${title}, in ${unit}`;
  const names = series.map(({ name }) => name).join('; ');
  return `![${plain(`${measured}: ${names}; each for ${labels.join('; ')}`)}](${file})`;
}

/** Brackets would end the words. */
function plain(words: string): string {
  return words.replaceAll('[', '(').replaceAll(']', ')');
}
