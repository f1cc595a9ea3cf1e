import { type Html, html } from '../../html/html.ts'
import type { OrderDraft } from '../api/order-draft.ts'
import { csrfField } from './parts.ts'

/** Where an order is placed. */
export function orderForm(csrfToken: string, draft: OrderDraft): Html {
  return html`<form method="post" action="/orders">${csrfField(csrfToken)}
<input type="hidden" name="idempotencyKey" value="${draft.idempotencyKey}">
<div class="fields">
${field(draft, 'sku', 'Item', html` maxlength="64"`, 'grow')}
${field(draft, 'quantity', 'Quantity', html` inputmode="numeric"`)}
${field(draft, 'unitPrice', 'Price in cents', html` inputmode="numeric"`)}
${field(draft, 'currency', 'Currency', html` maxlength="3"`)}
</div>
<div class="actions"><button>Place order</button></div>
</form>`
}

function field(
  { values, mistakes }: OrderDraft,
  name: keyof OrderDraft['values'],
  label: string,
  attributes: Html,
  kind = '',
): Html {
  const mistake = mistakes[name]
  return html`<div${kind && html` class="${kind}"`}><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${values[name]}"${attributes} required autocomplete="off"${
    mistake !== undefined && html` aria-invalid="true" aria-describedby="${name}-mistake"`
  }>${mistake !== undefined && html`<p class="mistake" id="${name}-mistake">${mistake}</p>`}</div>`
}
