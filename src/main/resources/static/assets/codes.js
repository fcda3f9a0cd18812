// Which response codes were met, how often and when.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { count, percent } from './figures.js';
import { empty } from './parts.js';

const kind = (code) => (/^[23]/.test(code) ? 'ok' : /^5/.test(code) ? 'failing' : 'degraded');
const MEANINGS = { 2: 'success', 3: 'redirect', 4: 'client error', 5: 'server error' };

export function codes({ buckets }) {
  const byCode = new Map();
  buckets.forEach((bucket, i) => Object.entries(bucket.codes).forEach(([code, n]) => {
    const counts = byCode.get(code) ?? new Array(buckets.length).fill(0);
    counts[i] += n;
    byCode.set(code, counts);
  }));
  if (byCode.size === 0) {
    return empty('No response in this range.');
  }
  const sums = [...byCode].map(([code, counts]) => ({ code, counts, sum: counts.reduce((a, b) => a + b, 0) })).sort((a, b) => b.sum - a.sum);
  const all = sums.reduce((total, { sum }) => total + sum, 0);
  return html`<table class="list">
    <thead><tr><th scope="col">Code</th><th scope="col" class="number">Responses</th><th scope="col" class="number">Share</th><th scope="col">When</th></tr></thead>
    <tbody>${sums.map(({ code, counts, sum }) => html`<tr>
      <th scope="row">${code} <small>${MEANINGS[code[0]] ?? (code === 'other' ? 'none, or no code' : nothing)}</small></th>
      <td class="number">${count(sum)}</td><td class="number">${percent((100 * sum) / all)}</td>
      <td>${bars(counts, kind(code))}</td></tr>`)}</tbody>
  </table>`;
}

function bars(counts, state) {
  const most = Math.max(...counts);
  const width = 240 / counts.length;
  const path = counts.map((n, i) => (n ? `M${(i * width).toFixed(1)} 20v-${Math.max(2, (18 * n) / most).toFixed(1)}h${Math.max(0.8, width - 0.6).toFixed(1)}V20z` : '')).join('');
  return html`<svg class="strip wide" viewBox="0 0 240 20" preserveAspectRatio="none" role="img" aria-label="At most ${most} in a step"><path class=${state} d=${path}/></svg>`;
}
