// Who looks: what they may do, how they come in and how they leave.
import { html, nothing } from '../webjars/lit-html/lit-html.js';
import { get, send } from './api.js';

let me = null;
let ways = null;

export async function recognise() {
  ways ??= await get('login/options');
  me = await get('api/v1/me');
}

export const user = () => me;

/** Operators, and admins, who may do all that they do. */
export const mayOperate = () => (me?.roles ?? []).some((role) => ['operator', 'admin'].includes(role.toLowerCase()));

export const scoped = () => me?.scope?.length > 0 && !me.scope.includes('*');

export async function leave() {
  await send('POST', 'logout');
  me = null;
}

/** The form to come in by; `then` is called once somebody has. */
export function login(refusal, then, say) {
  const enter = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    form.querySelector('button').disabled = true;
    try {
      await send('POST', 'login', new URLSearchParams(new FormData(form)));
      await recognise();
      then();
    } catch (error) {
      say(error.status === 401 || error.status === 403 ? 'This name and password do not fit together.' : error.message);
      form.elements.password.value = '';
      form.elements.password.focus();
    } finally {
      form.querySelector('button').disabled = false;
    }
  };
  return html`<main class="login" id="main">
    <form @submit=${enter} aria-labelledby="login-title">
      <img src="assets/icon.svg" alt="" width="48" height="48">
      <h1 id="login-title">Gatewatch</h1>
      <p>What gateways see of the web, kept for good.</p>
      <label>Name<input name="username" autocomplete="username" autocapitalize="none" required autofocus></label>
      <label>Password<input name="password" type="password" autocomplete="current-password" required></label>
      <p class="refusal" role="alert">${refusal ?? nothing}</p>
      <button class="primary">Log in</button>
      ${(ways?.elsewhere ?? []).map((place) => html`<p><a href=${place.url.slice(1)}>${place.name}</a></p>`)}
    </form>
  </main>`;
}
