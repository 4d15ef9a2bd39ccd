/* Which figures concern a place, from the narrowest scope to the widest?

   The catalogue's layers say it of each place; of a crowd only where there is more than what its
   workstream has for the whole district (geo/package/scopes.py). */

/** @param {{ workstream: string | null, scopes?: Scope[] }} place
    @param {Pick<Catalogue, "related" | "district">} catalogue
    @returns {Scope[]} */
export function scopesOf({ workstream, scopes }, { related, district }) {
  if (scopes) return scopes;
  const figures = related[workstream || ""] || [];
  return figures.length ? [{ kind: "district", name: district, figures }] : [];
}
