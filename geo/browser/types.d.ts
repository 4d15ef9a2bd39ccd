// What do the things look like that modules hand to each other? Read by `tsc --checkJs` alone.
import type * as Leaflet from "leaflet";
import type { Geometry } from "geojson";

// Leaflet's own types are at hand everywhere as `L.Map`: its package declares the global.
declare global {
  type Lang = "zh" | "en";
  interface Pair { zh: string; en: string }
  interface Spot { x: number; y: number }
  interface Position { lat: number; lng: number }
  /** Latitude, longitude and zoom of the map, as numbers or as they are written in a link. */
  type View = [number | string, number | string, number];
  /** West, north, east, south. */
  type Box = number[];

  // ---- What Python sends: the catalogue of a package, and a message at each run of the page.

  interface Appearance { colour: string; symbol: string; name: Pair; headline?: string }
  interface Figure {
    index: number; workstream: string; measure: Pair; text: Pair; source: string; locator: Pair;
    printed: string; group?: string; // of a number of several places together
    short?: Pair; // the measure, below the name of the group
  }
  /** Figures that concern a place, and how far they reach. */
  interface Scope { kind: "place" | "group" | "district"; name: Pair; figures: string[]; group?: string }
  /** Where places are known to lie; `label` is latitude and longitude, well inside. */
  interface Area {
    id: string; name: Pair; parent: string | null; bounded: string; bounds: Box;
    label: [number, number]; url: string; geometry?: any; // from a file of its own
  }
  interface Group { name: Pair; members: string[]; known: Pair }
  interface Layer { id: string; name: Pair; url?: string }
  interface Catalogue {
    package: string;
    areas: Area[];
    district: Pair; // as a scope
    groups: Record<string, Group>;
    bounds: [[number, number], [number, number]];
    context: string;
    crowd?: string;
    figures: Record<string, Figure>;
    layers: Layer[];
    makers: Pair[];
    neutral: Appearance;
    related: Record<string, string[]>;
    sources: Record<string, Pair>;
    workstreams: Record<string, Appearance>;
  }
  interface Properties {
    name: Pair; known: Pair; precision: string; located: boolean; workstream: string;
    figures: string[]; anchor: Leaflet.LatLngTuple; scopes?: Scope[]; area?: string | null;
    index?: number; // of a place with a symbol
    position?: number; // of one of the crowd
    category?: number; // the number of its category
    role?: string; // of the surroundings
  }
  interface Feature { type: "Feature"; id: string; layer: Layer; properties: Properties; geometry: any }
  interface Collection { features: Feature[] }
  /** See geo/served/folium_map.py. */
  interface Message {
    catalogue: string; lang: Lang; shown: string; figures: string; place: string | null;
    centre: View | null; moved: number; seen: number; legend: boolean; locked: boolean;
    setup: string | null; base: string | null; crowd: CrowdMessage | null; data: string | null;
    layers: string[] | null;
  }
  interface CrowdMessage { categories: string; counts: number[]; found: string | null; at: number | null }
  interface Basemap {
    id: string; name: Pair; attribution: Pair; templates: string[]; subdomains: string;
    maxZoom: number; offset: boolean; wantsReferrer: boolean;
  }

  // ---- What the map knows, and what it needs of its page.

  interface State {
    map: Leaflet.Map; data: string | null; catalogue: Catalogue;
    places: Map<string | null, Feature>; // null names none
    areas: Map<string, Area>;
    district: any; lang: Lang; shown: (index: number) => boolean; figures: (index: number) => boolean;
    place: string | null; layers: string[] | null; base: string | null; locked: boolean; serial: number;
  }
  interface Host {
    page(): Window;
    fetchData(path: string, own?: boolean): Promise<any>;
    fetchBytes(path: string, own?: boolean): Promise<ArrayBuffer>;
    tell(place: string | null): void;
    tellLayers(layers: string[] | null): void;
    address(): string;
    writeAddress(view: View | null): void;
    left(packageId: string): View | null | undefined;
    comeIntoSight(): void;
    showPanel(): boolean;
    scroller(): Element | null;
    standAs?(map: Leaflet.Map): void;
  }

  /** What a lower room tells a higher one: see shared/events.js. */
  interface Events {
    select: [id: string | null, made?: boolean]; leave: []; promote: [feature: Feature];
    demote: [id: string]; hit: [hit: Hit, point: Leaflet.Point]; focus: []; stacked: []; marked: [];
    arranged: []; shown: []; picture: []; filter: []; "filter-failed": []; credits: [];
    chunk: [fault: Error | null]; notice: [words: string, again?: () => void];
    base: [failed: boolean]; change: [changes: Partial<FileView>];
    address: [];
  }

  // ---- What stands on the map.

  /** What is drawn of a place whose location is known; `kind` and `size` order shapes. */
  interface Shape extends Leaflet.FeatureGroup { kind: number; size: number }
  /** A circle for the places on one spot: features, and positions in the crowd. */
  interface Stack extends Leaflet.Marker { features: Feature[]; positions: number[] }
  interface Drawn { feature: Feature; marker: Leaflet.Marker; shape: Shape | null }
  /** An area in pixels, for the rule of badges; a badge stands for the areas that are its members. */
  /** A box of the map's frame, in pixels. */
  interface Rect { left: number; top: number; right: number; bottom: number }
  type Side = "right" | "left" | "below" | "above";
  /** An open popup, and what it must not cover. */
  interface MapCard { popup: Leaflet.Popup; boxOf: () => Rect }
  interface PixelArea { id: string; parent: string | null; x: number; y: number; size: number }
  interface Badge { area: string; x: number; y: number; count: number; members: string[] }

  // ---- The crowd (docs/served-files.md).

  interface Category {
    layer: string; workstream: string; located: boolean; count: number; workstreams: string[];
  }
  interface ChunkEntry { path: string; count: number; box: Box; first: number }
  interface LevelEntry { zoom: number; path: string; read?: Level }
  interface CrowdIndex {
    categories: Category[]; chunks: ChunkEntry[]; levels: LevelEntry[]; exact: number; count: number;
    pieces: { size: number; paths: string[] };
    areas?: { area: string | null; runs: [number, number][]; categories: [number, number][] }[];
  }
  /** Bits of positions, and how many are set before each block of them. */
  interface FoundBits { bits: Uint8Array; blocks: Uint32Array }
  /** `found` decides instead of the categories; `dots` is what of it the crowd's picture shows. */
  interface Filter {
    categories: Uint8Array; counts: number[]; found: FoundBits | null; dots: FoundBits | null;
  }
  /** What is shown of the crowd: its index, the present filter, and by category how it looks. */
  interface Crowd {
    index: CrowdIndex | null; filter: Filter | null; colours: string[]; lookOf: Uint8Array;
    located: Uint8Array;
  }
  interface ChunkColumns {
    category: Uint16Array; kind: Uint8Array; x: Int32Array; y: Int32Array; parts: Uint32Array;
    lengths: Uint32Array; dx: Int32Array; dy: Int32Array;
  }
  interface LevelColumns {
    x: Int32Array; y: Int32Array; count: Uint32Array; categories: Uint16Array; category: Uint16Array;
    of_category: Uint32Array;
  }
  interface Chunk {
    first: number; count: number; category: Uint16Array; kind: Uint8Array; x: Int32Array; y: Int32Array;
    partAt: Uint32Array; cornerAt: Uint32Array; cornerX: Int32Array; cornerY: Int32Array;
    box: Int32Array; sorts: Uint16Array[][];
  }
  interface Level {
    zoom: number; x: Int32Array; y: Int32Array; count: Uint32Array; category: Uint16Array;
    ofCategory: Uint32Array; first: Uint32Array; categoryAt: Uint32Array; counted?: Counted;
  }
  interface Counted { filter: Filter; shown: Uint32Array; top: Uint16Array }
  interface CanvasFrame {
    x: number; y: number; width: number; height: number; zoom: number; ratio: number;
    corner: Leaflet.LatLng;
  }
  interface Dots {
    count: number; x: Float32Array; y: Float32Array; position: Uint32Array; category: Uint16Array;
    group: Int32Array;
  }
  /** Lines or areas of a chunk and a colour that meet a frame and are large enough for a shape. */
  interface ShapesSeen { chunk: Chunk; look: number; kind: number; places: number[] }
  /** What a frame of these chunks has to show, whatever the filter. */
  interface Sight { key: string; chunks: Chunk[]; dots: Dots; shapes: ShapesSeen[] }
  /** Gives the cell of a point as one of `count` numbers; `around` leads to those around it. */
  interface Grid { around: number[]; count: number; at(x: number, y: number): number }
  interface Cluster {
    key: number; count: number; x: number; y: number; radius: number; box: number[];
    shares: Map<number, number>; cells: number[]; into?: Cluster; last?: number; isFound?: boolean;
  }
  interface Picture {
    chunks: Chunk[]; level: Level | null; missing: number;
    dots?: Dots | null; groups?: Cluster[]; singles?: number[];
  }
  /** A picture that is finished; a far view has no dots. */
  type Painted = Picture & { groups: Cluster[] } & (
    { dots: Dots; singles: number[] } | { dots: null; singles?: undefined });
  type Pen = CanvasRenderingContext2D;
  interface Palette {
    looks: string[]; numbers: number[][]; paper: string; ink: string; quiet: string; font: string;
    key: string;
  }
  interface Seen {
    picture: Painted; frame: CanvasFrame; corner: Leaflet.LatLng; canvas: HTMLCanvasElement;
    palette: Palette;
  }
  /** Places, or a group of them; `kind` is what they are drawn as, `size` how much an area takes. */
  type Hit = { kind: number; size?: number } & (
    { positions: number[]; group?: undefined } | { group: Cluster; positions?: undefined });

  // ---- Search, and the one file.

  interface Entry {
    id: string; label: Pair; detail: Pair; keys: string[]; inside?: string[]; initials: string[]; place?: string | null;
    position?: number; category?: number;
  }
  type EntryKind = "place" | "workstream" | "figure";
  interface Suggestion { kind: EntryKind | "text"; entry: Entry }
  type SearchIndex = Record<EntryKind, Entry[]>;
  interface FindWords extends Record<EntryKind, string> { lang: Lang; count: string; none: string; filter?: string }
  /** What a combobox needs of the page with its field, see shared/combobox.js. */
  interface Finder {
    selector: string; around?: string; index(): Promise<SearchIndex>; words(): FindWords; ground(): Element;
    asker?: () => ((typed: string) => Promise<Entry[]>) | null;
    take(found: Suggestion): string;
  }
  interface FileView {
    lang: Lang; workstreams: string[]; layers: string[] | null; query: string;
    place: string | null; base: string | null; centre: View | null; story?: string | null;
  }
  /** What the page begins with, see geo/export/explorer.py; without `layers` all of it lies in the page. */
  interface Opening {
    message: Message; link: string; pageTitle: Pair; find: string; facts: string; hash: string;
    asked: Asked | null; layers: string | null; data: string | null;
    home: string; package: string; lang: Lang | null; basemaps: string[];
    story?: Story; tour?: Tour | null; more: { script: string; style: string } | null; share: Sharing | null;
    file: string; worker: { script: string; scope: string } | null;
  }
  /** The steps of the story and the words around them, see geo/export/story_steps.py. */
  interface Story { words: Record<string, string>; steps: Step[] }
  /** The ids of the steps, and where the story lies in each language. */
  interface Tour extends Record<Lang, string> { steps: string[] }
  interface Step {
    id: string; workstream: string | null; name: string; count: string; title: string; more: string;
    said: [words: string, isNumber: boolean][]; headline: Tile | null; tiles: Tile[]; derived: Tile[];
    gaps: [what: string, why: string][]; sources: [title: string, url: string][];
    charts: [address: string, words: string][]; links: [words: string, address: string][];
  }
  interface Tile { measure: string; number: string; said: string }
  /** What can be passed on, see geo/export/formats.py: `app` is where the app lies, empty on a site, which
      has `files` by language and name, the `sheets` of these names at an address each, and pages of so many
      places, the first ones. */
  interface Sharing {
    app: string; sections: string[]; formats: Format[]; plain: Record<Lang, string>; pages: number | null;
    files: Record<Lang, Record<string, string>>; sheets: string[]; sheet: Record<Lang, string>;
  }
  interface Format { name: string; label: string; about: string; most: number | null; whole: boolean; datum: boolean; gis: boolean }
  /** What a section of the dialog is made of, and how it follows the view. */
  interface Section { nodes: HTMLElement[]; update(): void }
  /** What the script offers that comes later than the map. */
  interface More {
    share(): void; storyCard(story: Story): Part; tell(box: HTMLElement): Promise<void>; turn(): Promise<void>;
    drawCharts(box: HTMLElement): Promise<void>;
  }
  type OneMore = (lent: object) => More;
  /** Part of the one file's page: its element, and how it follows the view. */
  interface Part { box: HTMLElement; draw(view: FileView, shown: Shown): void }
  /** What went with a change, by the names of the link's parameters, and the view that had it all. */
  interface Dropped { cause: "link" | "hidden" | "found"; names: string[]; before: FileView }
  interface Shown {
    places: HeldPlace[]; figures: HeldFigure[]; offered: Map<string, number>;
    placeIds: Set<string>; figureIds: Set<string>; count: number; has(id: string): boolean;
    crowd?: Omit<CrowdMessage, "at">; // of very many places
  }
  /** What is shown of very many places, of which `places` are those with symbols, see crowd/many.js. */
  interface ManyShown extends Shown {
    crowd: Omit<CrowdMessage, "at">; bits: Uint8Array | null; passes: boolean[];
    isAt(position: number, category: number): boolean;
  }
  type Many = ReturnType<CrowdRoom["manyPlaces"]>;
  type Filtered = Pick<FileView, "workstreams" | "layers" | "query">;
  /** Where a text is answered among very many places: by the app, or by what the files tell that one names. */
  type Asked = { shown: string; suggested?: string | null } | { texts: string };
  interface Answering {
    found(view: Filtered): Answer | null; // what is known by now
    ask(view: Filtered): Promise<void>; // so that it is known
    pause(): number; // how long a reader may go on typing before it is asked
    suggested(typed: string): Promise<Entry[]>;
    at(id: string): Promise<number | null>; // where a place stands in the crowd
  }
  /** What the app says of a text, see geo/served/crowd/message.py. */
  interface Answer { shown: string; figures: string; offered: Record<string, number>; crowd: CrowdMessage }
  /** Where a place of the crowd stands in it that a figure names. */
  interface Spotted { position: number; category: number; named: boolean }
  /** What the facts say of a place beside the map's payload. */
  interface PlaceFacts {
    parent: Pair; code: string | null; source: string; named: boolean; workstreams: string[];
    search: string; category: number; located: Pair;
  }
  interface HeldPlace extends PlaceFacts {
    id: string; name: Pair; known: Pair; precision: string; workstream: string; figures: string[];
    layer: Layer; scopes?: Scope[]; area?: string | null;
    index?: number; // of a place with a symbol
    position?: number; // of one of the crowd
  }
  interface ContextLine { said: Pair; text: Pair; aside: Pair }
  interface HeldFigure extends Figure {
    id: string; places: string[]; of: Pair; search: string; context: ContextLine[];
  }
  interface HeldStream extends Appearance { id: string; about: Pair; headlines: string[]; tied: [number, number] }
  interface HeldSource {
    kind: string; url: string; publisher: Pair; published: string; licence: Pair; accuracy: Pair;
    covers: string; used: Pair; check: Pair;
  }
  interface Derived { workstream: string; measure: Pair; text: Pair; formula: Pair; sources: Pair }
  interface FileFacts {
    title: Pair; sentence: Record<Lang, [words: string, clause: number, isNumber: boolean][]>; note: Pair; version: string; contact: string; licences: Pair[]; aliases: Record<string, string>;
    workstreams: Record<string, Pick<HeldStream, "about" | "headlines" | "tied">>;
    places: Record<string, PlaceFacts>; tied?: Record<string, Spotted>;
    figures: Record<string, Pick<HeldFigure, "places" | "of" | "printed" | "search" | "context">>;
    sources: Record<string, HeldSource>; derived: Derived[]; gaps: { what: Pair; why: Pair }[];
  }
  /** What the one file holds, see shared/records.js; the facts are those of geo/served/facts.py. */
  interface Held {
    facts: FileFacts; layers: Layer[]; workstreams: HeldStream[]; neutral: Appearance;
    related: Record<string, string[]>; district: Pair; groups: Record<string, Group>; titles: Record<string, Pair>; symbols: HeldPlace[];
    crowd: HeldPlace[]; categories: Category[]; index: CrowdIndex; total: number; places: HeldPlace[]; figures: HeldFigure[];
    place: Map<string, HeldPlace>; rows: Map<string, number>; figure: Map<string, HeldFigure>;
  }

  /** What the page says for those who answer ahead of its run (pages/shared/search_row.py): where their
      script, the facts and, of very many places, the app's answers lie, and the words of the list. */
  interface AheadWords { answers?: string; facts?: string; shown?: string; lang?: Lang; list?: string }
  type AheadView = Pick<FileView, "workstreams" | "layers" | "query" | "place">;
  /** The script that answers a choice ahead of the run, lent what is there once in a page. */
  type AheadRoom = typeof import("./page/ahead/main.js");
  type OneAhead = (lent: typeof import("./page/ahead/page.js")) => AheadRoom;

  /** The crowd's script: called with what there is once in a page (shared/lent.js). */
  type CrowdRoom = typeof import("./crowd/face.js");
  type OneCrowd = (lent: object) => CrowdRoom;

  interface Navigator { connection?: { saveData?: boolean; effectiveType?: string } }
  interface Window {
    PointerEvent: typeof PointerEvent;
    oneCrowd?: OneCrowd;
    oneMap?: {
      state: State; isShown(feature: { properties: object }): boolean;
      nodeFor(id: string): HTMLElement | undefined;
      ahead(changes: Partial<Message>): void; host: Host; crowd: CrowdRoom | null;
    };
    oneMapAsked?(isLed?: boolean): void; // a layer was chosen on the map, or a link was gone to, see page/ahead.js
    oneAhead?: OneAhead;
    oneFile?: { state: State; origin: HTMLElement | null };
    /** What the light page wrote into the address, from a reader's first doing until it has gone. */
    oneMapLight?: string;
    /** What Streamlit reads when its code begins. */
    __streamlit?: { BACKEND_BASE_URL: string; HOST_CONFIG: { allowedOrigins: string[]; useExternalAuthToken: boolean; metricsUrl: string } };
    oneMapLeft?: { package: string; centre: View | null };
    Streamlit?: { setComponentValue(value: object): void };
  }
}

export {};
