import { linearAxis, logarithmicAxis, type Axis } from './chart-axis.ts';
import { chartColors } from './chart-colors.ts';
import type { Chart } from './report.ts';
import { rounded } from './rounded.ts';
import { escaped, text } from './svg-text.ts';

/** In units of the picture, which are pixels where it is shown in its own size. */
const width = 800;
const edge = 16;
const lineHeight = 20;
const bar = { height: 15, step: 17 };
const groupGap = 16;
const valueWidth = 64;
// No font is measured here; most letters of a sans-serif of 13 units are narrower.
const letterWidth = 7;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of its own: bars side by side, each with its value. It draws its own background, so that it can be read on a page of
 * any color, and a dark one for who prefers that.
 */
export function chartSvg(chart: Chart): string {
  const { title, labels, series, scale } = chart;
  const legend = legendOf(series.map(({ name }) => name));
  const values = series.flatMap((one) => one.values);
  const axis = scale === 'logarithmic' ? logarithmicAxis(values) : linearAxis(values);
  const left = edge * 2 + letterWidth * Math.max(0, ...labels.map((label) => label.length));
  const plot: Box = {
    left,
    top: legend.bottom + 12,
    width: Math.max(width / 4, width - left - valueWidth - edge),
    height: labels.length * groupHeight(series.length),
  };
  const height = plot.top + plot.height + 3 * lineHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${chartColors(series.length)}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    text({ at: [edge, 30], kind: 'title', words: title }),
    ...legend.lines,
    ...axisLines(axis, plot, unitText(chart)),
    ...labels.flatMap((label, index) => groupLines(chart, axis, plot, { label, index })),
    '</svg>',
    '',
  ].join('\n');
}

/** The names beside their colors, in as many lines as they need; one series alone needs none. */
function legendOf(names: readonly string[]): { lines: string[]; bottom: number } {
  let [x, y] = [edge, 44];
  if (names.length < 2) return { lines: [], bottom: y };
  const lines = names.flatMap((name, index) => {
    const taken = 17 + name.length * letterWidth + 18;
    if (x > edge && x + taken > width) [x, y] = [edge, y + lineHeight];
    const at = x;
    x += taken;
    return [
      `<rect class="s${index}" x="${at}" y="${y}" width="12" height="12" rx="2"/>`,
      text({ at: [at + 17, y + 11], kind: 'name', words: name }),
    ];
  });
  return { lines, bottom: y + lineHeight };
}

function axisLines({ ticks, placeOf }: Axis, { left, top, width, height }: Box, unit: string) {
  const bottom = top + height;
  return [
    ...ticks.flatMap((tick) => {
      const x = tenths(left + placeOf(tick) * width);
      return [
        `<path class="grid" d="M${x} ${top}V${bottom}"/>`,
        text({ at: [x, bottom + 16], kind: 'tick', words: rounded(tick) }),
      ];
    }),
    text({ at: [left + width / 2, bottom + 36], kind: 'tick', words: unit }),
  ];
}

/** The bars of one label. */
function groupLines(
  { series }: Chart,
  { placeOf }: Axis,
  plot: Box,
  { label, index }: { readonly label: string; readonly index: number },
): string[] {
  const top = plot.top + index * groupHeight(series.length) + groupGap / 2;
  const middle = top + (series.length * bar.step) / 2;
  return [
    text({ at: [plot.left - 10, middle + 4], kind: 'label', words: label }),
    ...series.flatMap(({ values }, place) => {
      const value = values[index] ?? NaN;
      const y = top + place * bar.step;
      const length = tenths(placeOf(value) * plot.width);
      const words = Number.isFinite(value) ? rounded(value) : '–';
      return [
        `<rect class="s${place}" x="${plot.left}" y="${y}" width="${length}" height="${bar.height}"/>`,
        text({ at: [tenths(plot.left + length + 5), y + 12], kind: 'value', words }),
      ];
    }),
  ];
}

function unitText({ unit, scale }: Chart): string {
  return [unit, ...(scale === 'logarithmic' ? ['logarithmic'] : [])]
    .filter((word) => word !== '')
    .join(', ');
}

function groupHeight(bars: number): number {
  return bars * bar.step + groupGap;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
