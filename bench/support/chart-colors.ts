/** Told apart with the usual color-blindness too, on light and on dark. */
const seriesColors = ['#1f77b4', '#e08214', '#2a9d6f', '#c2569b', '#6f7f95', '#8a5fc7', '#b8a11a'];

/** The style sheet of a chart with this many series, whose bars have the classes `s0`, `s1` and so on. */
export function chartColors(series: number): string {
  return [
    'text{font-family:system-ui,sans-serif;font-size:13px;fill:#1f2328}',
    '.title{font-size:16px;font-weight:600}',
    // A grid line ends where a number begins.
    '.value{font-size:12px;paint-order:stroke;stroke:#fff;stroke-width:3px}',
    '.tick{font-size:12px;text-anchor:middle;fill:#59636e}',
    '.label{text-anchor:end}',
    '.paper{fill:#fff;stroke:#d1d9e0}',
    '.grid{stroke:#d1d9e0;fill:none}',
    ...Array.from({ length: series }, (_, index) => `.s${index}{fill:${colorOf(index)}}`),
    '@media (prefers-color-scheme:dark){',
    'text{fill:#e6edf3}.tick{fill:#9198a1}.value{stroke:#151b23}',
    '.paper{fill:#151b23;stroke:#3d444d}.grid{stroke:#3d444d}}',
  ].join('');
}

function colorOf(series: number): string {
  return seriesColors[series % seriesColors.length] ?? 'gray';
}
