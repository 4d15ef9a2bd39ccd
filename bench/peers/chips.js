/* What do the plain pages have in common: the places and a chip a workstream? */
const streams = [
  { id: "housing", name: "Old-compound renovation", colour: "#a83152" },
  { id: "streets", name: "Streetscape", colour: "#6257ba" },
  { id: "markets", name: "Markets", colour: "#956e03" },
  { id: "rural", name: "Rural settlements", colour: "#2e5b00" },
  { id: "upkeep", name: "Community upkeep", colour: "#1b7f95" },
  { id: "services", name: "Public services", colour: "#8a156f" },
];

async function fetchPlaces() {
  const answer = await fetch("/data/places.geojson");
  if (!answer.ok) throw new Error("HTTP " + answer.status);
  return answer.json();
}

/* Draws the chips; `show` is given the set of ids chosen, empty for all. */
function makeChips(show) {
  const chosen = new Set();
  for (const stream of streams) {
    const chip = document.createElement("button");
    chip.textContent = stream.name;
    chip.addEventListener("click", () => {
      if (!chosen.delete(stream.id)) chosen.add(stream.id);
      chip.setAttribute("aria-pressed", String(chosen.has(stream.id)));
      show(chosen);
    });
    document.querySelector(".st-key-workstreams").append(chip);
  }
}
