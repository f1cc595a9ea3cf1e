export const docsPath = '/docs'

/** Where the sign-in comes back to; a callback URL of the app client, below the API's address. */
export const redirectPath = `${docsPath}/static/oauth2-redirect.html`
