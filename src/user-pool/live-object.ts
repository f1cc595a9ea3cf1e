/** One object with the members of both, accessors kept: they give what holds when they are read. */
export function withMembers<Some extends object, More extends object>(
  some: Some,
  more: More,
): Some & More {
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(some),
      ...Object.getOwnPropertyDescriptors(more),
    },
  ) as Some & More
}
