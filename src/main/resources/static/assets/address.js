// The address says what is shown: #/{view}/{of}?{range and filters}. Whoever has it sees the same.

export function here() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...of] = path.split('/').map(decodeURIComponent);
  return { view: view || 'fleet', of, query: Object.fromEntries(new URLSearchParams(query)) };
}

export function to(view, of = [], query = {}) {
  const path = [view === 'fleet' ? '' : view, ...of].map(encodeURIComponent).join('/');
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(asked).toString();
  return `#/${path}${text ? `?${text}` : ''}`;
}

/** The same view with other filters; undefined takes one away. */
export function but(changes) {
  const { view, of, query } = here();
  return to(view, of, { ...query, ...changes });
}

export function go(address) {
  location.hash = address;
}

/** For what changes with every key that is pressed: the way back stays the one before. */
export function replace(address) {
  history.replaceState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** What goes along from view to view: the range. */
export function range() {
  const { window, from, to: until } = here().query;
  return { window, from, to: until };
}
