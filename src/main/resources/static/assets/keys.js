// What the keyboard does. Single letters can be switched off, for those who speak to their computer.
import { html, render } from '../webjars/lit-html/lit-html.js';
import { but, go, range, to } from './address.js';
import { WINDOWS } from './time.js';

const KEYS = [
  ['1 2 3 4', 'Fleet, urls, tasks, wall'],
  ['[ ]', 'A shorter, a longer window'],
  ['/', 'To the filter'],
  ['j k', 'To the next, the previous row; Enter opens it'],
  ['r', 'Read again'],
  ['u', 'Up, back to the list'],
  ['?', 'This list'],
];
const VIEWS = { 1: 'fleet', 2: 'urls', 3: 'tasks', 4: 'wall' };
const UP = { gateways: 'fleet', tests: 'fleet', url: 'urls', register: 'tasks', wall: 'fleet' };

const isOn = () => localStorage.getItem('letters') !== 'off';

export function shortcuts(route, again) {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, dialog');
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !isOn()) {
      return;
    }
    if (press(event.key, route(), again)) {
      event.preventDefault();
    }
  });
}

function press(key, route, again) {
  if (VIEWS[key]) {
    go(to(VIEWS[key], [], { window: range().window }));
  } else if (key === '[' || key === ']') {
    widen(route, key === ']' ? 1 : -1);
  } else if (key === 'j' || key === 'k') {
    step(key === 'j' ? 1 : -1);
  } else if (key === '/') {
    document.querySelector('input[type=search]')?.focus();
  } else if (key === 'r') {
    again();
  } else if (key === 'u' && UP[route.view]) {
    go(to(UP[route.view], [], { window: range().window }));
  } else if (key === '?') {
    help();
  } else {
    return false;
  }
  return true;
}

function widen(route, by) {
  const all = Object.keys(WINDOWS);
  const shown = document.querySelector('.choice[aria-label=Window] [aria-current=true]')?.textContent;
  const at = all.findIndex((window) => WINDOWS[window] === shown);
  const next = all[Math.min(all.length - 1, Math.max(0, (at < 0 ? 0 : at) + by))];
  go(but({ window: next, from: undefined, to: undefined, at: undefined }));
}

function step(by) {
  const rows = [...document.querySelectorAll('main a.row')];
  const next = rows[rows.indexOf(document.activeElement) + by] ?? (by > 0 ? rows[0] : undefined);
  next?.focus();
}

export function help() {
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'help-title');
  const turn = (event) => localStorage.setItem('letters', event.target.checked ? 'on' : 'off');
  render(html`<h2 id="help-title">Keys</h2>
    <dl>${KEYS.map(([keys, what]) => html`<div><dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl>
    <label><input type="checkbox" .checked=${isOn()} @change=${turn}> Keys are on</label>
    <form method="dialog"><button class="primary">Close</button></form>`, dialog);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
