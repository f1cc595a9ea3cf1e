/** A token in its compact form (RFC 7515 section 3.1): its header is JSON, so it begins with ey. */
const token = /ey[A-Z][\w-]{10,}(?:(?:\.|%2[Ee])[\w-]+)+/g

/** What people read and logs keep holds no token, wherever somebody wrote it by mistake. */
export function withoutTokens(text: string): string {
  return text.replace(token, '<token>')
}
