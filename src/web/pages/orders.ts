import { type Html, html } from '../../html/html.ts'
import type { CallRecord } from '../api/call.ts'
import type { Operation } from '../api/contract.ts'
import type { Forecast } from '../api/forecast.ts'
import type { OrderDraft } from '../api/order-draft.ts'
import { mostListed, type ShownOrder } from '../api/orders.ts'
import type { Session } from '../sessions/session.ts'
import { type Frame, signedInPage } from './layout.ts'
import { orderForm } from './order-form.ts'
import { buttonForm, notice, whoPanel } from './parts.ts'

export interface OrdersView {
  readonly operations: readonly (Operation & { readonly forecast: Forecast })[]
  /** The newest, or why they cannot be seen. */
  readonly orders: readonly ShownOrder[] | string
  readonly draft: OrderDraft
}

/**
 * `/orders`: the API, with the token of whoever is signed in.
 *
 * @param now seconds since 1970
 */
export function ordersPage(frame: Frame, session: Session, view: OrdersView, now: number): string {
  const { lastCall, csrfToken } = session
  return signedInPage(frame, {
    title: 'Orders API',
    tab: 'orders',
    aside: whoPanel(session, now),
    content: html`${lastCall && callSection(lastCall)}
<section>
<h2>Place an order</h2>
${orderForm(csrfToken, view.draft)}
</section>
<section>
<h2>Your newest orders</h2>
${typeof view.orders === 'string' ? notice(view.orders, 'error') : orderList(view.orders, csrfToken)}
</section>
<section>
<h2>What the API would answer you</h2>
<p class="quiet">By its contract at <a href="${frame.apiUrl}/openapi.yaml">${frame.apiUrl}/openapi.yaml</a> and by what your access token says now.</p>
${operationList(view.operations)}
</section>`,
  })
}

function orderList(orders: readonly ShownOrder[], csrfToken: string): Html {
  if (orders.length === 0) return html`<p class="quiet">None yet.</p>`
  return html`<ul class="orders">${orders.map(order => orderLine(order, csrfToken))}</ul>
${orders.length === mostListed && html`<p class="quiet">The ${mostListed} newest; <code>GET /orders</code> lists all of them.</p>`}`
}

/** What somebody typed may be written from right to left, and must not turn round what is beside it. */
function orderLine({ id, status, items, more, total }: ShownOrder, csrfToken: string): Html {
  const [first] = items
  const cancel = html`Cancel<span class="unseen"> ${first?.sku}, ${id}</span>`
  return html`<li><div class="what">${items.map(
    ({ sku, quantity }, index) => html`${index > 0 && ', '}${quantity} × <bdi>${sku}</bdi>`,
  )}${more > 0 && ` and ${more} more`} · <strong>${total}</strong><br><span class="pill">${status}</span> <code class="quiet">${id}</code></div>
${status !== 'cancelled' && buttonForm(`/orders/${encodeURIComponent(id)}/cancel`, csrfToken, cancel, 'second small')}</li>
`
}

function operationList(operations: OrdersView['operations']): Html {
  if (operations.length === 0) return notice('The API gave no contract.', 'error')
  return html`<ul class="operations">${operations.map(
    ({
      method,
      path,
      summary,
      forecast: { status, isGood, why },
    }) => html`<li><span class="pill status ${isGood ? 'good' : 'bad'}">${status}</span>
<span><code>${method} ${path}</code> ${summary}</span> <span class="why">${why}</span></li>
`,
  )}</ul>`
}

function callSection(call: CallRecord): Html {
  const { method, path, requestBody, status, statusText, headers, body } = call
  const isGood = status !== undefined && status < 400
  return html`<section id="last-call" tabindex="-1">
<h2>The last call</h2>
<p role="status"><span class="pill ${isGood ? 'good' : 'bad'}">${status !== undefined && `${status} `}${statusText}</span> <code>${method} ${path}</code></p>
<pre class="wire" tabindex="0" aria-label="Answer">${headers.map(([name, value]) => html`${name}: ${value}\n`)}${headers.length > 0 && '\n'}${body}</pre>
${requestBody !== undefined && html`<details><summary>The body that was sent</summary><pre class="wire" tabindex="0" aria-label="Body that was sent">${requestBody}</pre></details>`}
</section>`
}
