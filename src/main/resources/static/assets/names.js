// Gives a gateway the names that people know it by.
import { html, render } from '../webjars/lit-html/lit-html.js';
import { send } from './api.js';
import { notice } from './parts.js';

export function rename(gateway, path) {
  const dialog = document.createElement('dialog');
  dialog.className = 'help';
  dialog.setAttribute('aria-labelledby', 'rename-title');
  const save = async (event) => {
    event.preventDefault();
    const said = (name) => event.target.elements[name].value.trim() || null;
    try {
      await send('PUT', path, { name: said('name'), site: said('site') });
      dialog.close();
      window.dispatchEvent(new Event('again'));
    } catch (error) {
      dialog.close();
      notice(`Not renamed: ${error.message}`);
    }
  };
  render(html`<h2 id="rename-title">Names of ${gateway.serialNumber}</h2>
    <form class="register" @submit=${save}>
      <label>Name<input name="name" maxlength="200" .value=${gateway.name ?? ''}></label>
      <label>Site<input name="site" maxlength="200" .value=${gateway.site ?? ''}></label>
      <p><button class="primary">Save</button> <button type="button" @click=${() => dialog.close()}>Leave it</button></p>
    </form>`, dialog);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
