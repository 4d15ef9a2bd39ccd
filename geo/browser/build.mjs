// How do the modules become what the app serves? Bundled by esbuild into `dist`, which comes with the
// repository, so that running the app needs no Node. With --check nothing is written: a file in `dist`
// that is not what the modules make is named, and the command fails.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { lent as lentByFile } from "./file/lent.js";
import { lent } from "./shared/lent.js";

const folder = new URL("./", import.meta.url);
const dist = new URL("dist/", folder);
const path = (name) => fileURLToPath(new URL(name, folder));

/* Colours, radii and sizes of type as custom properties, from where Python and typst have them too
   (geo/look.json). Those of the night stand by their own names as well, for `light-dark()`. */
async function tokens() {
  const look = JSON.parse(await readFile(new URL("../look.json", folder), "utf8"));
  const all = (values, prefix = "") =>
    Object.entries(values).map(([name, value]) => `--${prefix}${name}: ${value};`).join(" ");
  const night = Object.keys(look.night).map((name) => `--${name}: var(--night-${name});`).join(" ");
  return `:root { ${all(look.day)} ${all(look.night, "night-")} ${all(look.always)}
    ${all(look.radius, "radius-")} ${all(look.type, "type-")} }
    @media screen { :root[data-theme="dark"] { ${night} } }`;
}
const look = {
  name: "look",
  setup(build) {
    build.onResolve({ filter: /\/tokens\.css$/ }, () => ({ path: "tokens", namespace: "look" }));
    build.onLoad({ filter: /.*/, namespace: "look" }, async () => ({ contents: await tokens(), loader: "css" }));
  },
};

const common = {
  absWorkingDir: path("."),
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  loader: { ".woff2": "dataurl" }, // a font of a few kilobytes is there before its icons are
  minify: true,
  outdir: path("dist"),
  plugins: [look],
  target: ["chrome105", "firefox121", "safari16.4"], // what the styles need as well: :has(), color-mix()
  write: false,
};

/* A script that comes later is a function of what the page lends it, so that both have one state and
   one host: for the names, modules that remember something are not its own. */
const borrowing = (modules, names) => ({
  name: "borrowed",
  setup(build) {
    build.onResolve({ filter: /^lent$/ }, () => ({ path: "lent", namespace: "lent" }));
    build.onLoad({ filter: /.*/, namespace: "lent" }, () => ({ contents: `export const { ${names} } = lent;` }));
    build.onLoad({ filter: modules }, () => ({ contents: 'export * from "lent";' }));
  },
});
const later = (entry, name, borrowed) => ({
  entryPoints: entry,
  format: "iife",
  globalName: "room",
  banner: { js: `function ${name}(lent) {` },
  footer: { js: "return room; }" },
  plugins: [borrowed],
});
const LENT = /\/shared\/(crowd|distance|events|host|language|located|state)\.js$/;
const LENT_BY_PAGE = /\/page\/ahead\/page\.js$/;
const LENT_BY_FILE = /\/(shared\/(events|host|language|state)|file\/(current|held|outer|parts))\.js$/;
const crowd = later({ crowd: "crowd/face.js" }, "oneCrowd", borrowing(LENT, Object.keys(lent)));
const more = later({ more: "file/more/main.js" }, "oneMore", borrowing(LENT_BY_FILE, Object.keys(lentByFile())));
const ahead = later({ ahead: "page/ahead/main.js" }, "oneAhead", borrowing(LENT_BY_PAGE, ["fetchText", "map", "run", "told"]));

// streamlit-folium appends the map's script as a classic one; its public face is the global `oneMap`.
const bundles = [
  { entryPoints: { map: "map/main.js" }, format: "iife", globalName: "oneMap" },
  crowd,
  more,
  ahead,
  { entryPoints: { page: "page/main.js" }, format: "iife" },
  { entryPoints: { file: "file/main.js" }, format: "iife", globalName: "oneFile" },
  { entryPoints: { site: "site/main.js" }, format: "iife" },
  { entryPoints: { worker: "worker/main.js", "worker-off": "worker/off.js" }, format: "iife" },
  { entryPoints: { map: "styles/map.css", page: "styles/page.css", file: "styles/file.css", more: "styles/more.css", plain: "styles/plain.css" } },
];

const made = new Map();
for (const bundle of bundles) {
  const { outputFiles } = await build({ ...common, ...bundle });
  for (const { path: at, text } of outputFiles) made.set(at.split(/[/\\]/).pop(), text);
}

const kept = async (name) => {
  try {
    return await readFile(new URL(name, dist), "utf8");
  } catch (fault) {
    if (fault.code === "ENOENT") return null;
    throw fault;
  }
};

if (process.argv.includes("--check")) {
  const names = new Set([...made.keys(), ...(await readdir(dist))]);
  const others = [];
  for (const name of names) if (made.get(name) !== (await kept(name))) others.push(name);
  if (others.length) {
    console.error(`geo/browser/dist is not what the modules make: ${others.join(", ")}. Run "make scripts".`);
    process.exit(1);
  }
} else {
  const { mkdir } = await import("node:fs/promises");
  await mkdir(dist, { recursive: true });
  for (const [name, text] of made) await writeFile(new URL(name, dist), text);
}
