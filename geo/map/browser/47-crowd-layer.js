/* When is the crowd painted, and how does its picture follow the map?

   Two canvases take turns: the one seen moves and grows with the map until the other is painted,
   in slices that leave the map free to move. Each is larger than the view, so that a pan does not
   meet its rim at once. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  const PAD = 0.2; // of the view's size on each side
  const SLICE_MS = 14;
  const FIRST_MS = 28; // what may be painted at once
  const GATHER_MS = 200; // chunks that come one after another are painted together
  const PANE = "om-crowd";
  let layer = null;
  let seen = null; // the picture that is seen
  let job = null; // the picture that is being painted
  let waiting = 0; // timer of a painting that is put off
  let done = []; // who waits for a finished picture
  let onPaper = false;

  const Layer = L.Layer.extend({
    onAdd(map) {
      if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 300;
      this.canvases = [0, 1].map(() => map.getPane(PANE).appendChild(canvas()));
    },
    onRemove() {
      for (const node of this.canvases) node.remove();
    },
    getEvents: () => ({
      zoomanim: ({ center, zoom }) => follow(center, zoom),
      zoom: () => follow(),
      viewreset: () => follow(),
      move: keepUp,
      moveend: () => crowd.redraw(),
      resize: () => crowd.redraw(),
    }),
  });

  function canvas() {
    const made = oneMap.element("canvas", "om-crowd leaflet-zoom-animated");
    made.hidden = true;
    return made;
  }

  /* Puts the crowd's picture on the map, or takes it away where there is no crowd. */
  crowd.show = function () {
    crowd.stop();
    if (layer) layer.remove();
    layer = seen = null;
    delete document.documentElement.dataset.drawn;
    if (!crowd.index) return;
    layer = new Layer().addTo(oneMap.state.map);
  };

  crowd.stop = function () {
    clearTimeout(waiting);
    waiting = 0;
    job = null;
  };

  /* Resolves when the next picture is finished, or cannot be. */
  crowd.drawn = () => (layer ? new Promise((resolve) => done.push(resolve)) : Promise.resolve());

  /* Lets the seen canvas move and grow with the map, also while that zooms. */
  function follow(centre, zoom) {
    if (!seen) return;
    const { map } = oneMap.state;
    const scale = map.getZoomScale(zoom === undefined ? map.getZoom() : zoom, seen.frame.zoom);
    const at = centre ? map._latLngToNewLayerPoint(seen.corner, zoom, centre) : map.latLngToLayerPoint(seen.corner);
    L.DomUtil.setTransform(seen.canvas, at, scale);
  }

  /* A drag that leaves the picture has another painted on its way. */
  function keepUp() {
    const { map } = oneMap.state;
    if (!seen || job || waiting || map.getZoom() !== seen.frame.zoom) return;
    const view = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
    const own = map.latLngToLayerPoint(seen.corner);
    const all = L.bounds(own, own.add([seen.frame.width, seen.frame.height]));
    if (!all.contains(view)) later();
  }

  function later() {
    if (!waiting) waiting = setTimeout(crowd.redraw, GATHER_MS);
  }

  /* What is painted next: pixels of the world at the map's zoom, whole numbers. */
  function frameNow() {
    const { map } = oneMap.state;
    const size = map.getSize();
    const pad = size.multiplyBy(PAD).round();
    const corner = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
    const { x, y } = corner.add(map.getPixelOrigin());
    const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
    const ratio = onPaper ? 2 : Math.min(2, window.devicePixelRatio || 1);
    return { x, y, width, height, zoom: map.getZoom(), ratio, corner: map.layerPointToLatLng(corner) };
  }

  /* Paints anew: what is seen stays until that is done. */
  crowd.redraw = function () {
    crowd.stop();
    const { map } = oneMap.state;
    if (!layer || !crowd.filter || !map.getSize().x || !map.getSize().y) return;
    const frame = frameNow();
    const picture = crowd.plan(frame);
    if (!picture) return; // what it needs is on its way
    const node = layer.canvases.find((other) => !seen || other !== seen.canvas);
    node.width = Math.round(frame.width * frame.ratio);
    node.height = Math.round(frame.height * frame.ratio);
    const pen = node.getContext("2d");
    pen.scale(node.width / frame.width, node.height / frame.height);
    const palette = crowd.palette(onPaper);
    const painter = (picture.level ? crowd.paintFar : crowd.paintNear)(pen, frame, palette, picture);
    job = { ...picture, picture, frame, corner: frame.corner, canvas: node, painter, palette };
    slice(job, onPaper ? Infinity : FIRST_MS);
  };

  function slice(mine, length) {
    if (job !== mine) return;
    const end = performance.now() + length;
    while (performance.now() < end) {
      if (mine.painter.next().done) {
        finish(mine);
        return;
      }
    }
    const next = document.hidden ? (act) => setTimeout(act, 0) : requestAnimationFrame;
    next(() => slice(mine, SLICE_MS));
  }

  function finish({ picture, frame, corner, canvas: node, palette }) {
    job = null;
    const old = seen;
    seen = { picture, frame, corner, canvas: node, palette };
    node.style.width = frame.width + "px";
    node.style.height = frame.height + "px";
    follow();
    node.hidden = false;
    if (old) old.canvas.hidden = true;
    if (old) old.canvas.width = 0; // gives its memory back
    crowd.describe();
    oneMap.restack();
    oneMap.markLegend();
    if (!picture.missing) settled();
  }

  /* Tells everybody who waits that a picture is finished. */
  function settled() {
    const { dataset } = document.documentElement;
    dataset.drawn = Number(dataset.drawn || 0) + 1;
    crowd.release();
  }

  crowd.release = function () {
    const all = done;
    done = [];
    for (const resolve of all) resolve();
  };

  crowd.onChunk = function (fault) {
    if (!layer) return;
    if (fault) crowd.failed(fault);
    else later();
  };

  /* Says that data did not come; the map asks again when it moves, or at the reader's wish. */
  crowd.failed = function (fault) {
    console.warn("places did not load:", fault.message);
    oneMap.notice(oneMap.text("failed"), () => {
      oneMap.notice("");
      crowd.redraw();
    });
    crowd.release();
  };

  /* Says what the picture shows to those who cannot see it. */
  crowd.describe = function () {
    if (!seen) return;
    const { shown } = crowd.countOf(null);
    const label = oneMap.filled("crowd_label", { count: shown });
    for (const node of layer.canvases) {
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", label);
    }
  };

  /* Paints at once what there is in the colours of paper, and afterwards as before. */
  crowd.forPaper = function (wanted) {
    onPaper = wanted;
    crowd.redraw();
  };

  crowd.onTheme = function () {
    if (seen && seen.palette.key !== [document.documentElement.dataset.theme, onPaper].join()) crowd.redraw();
  };

  crowd.seen = () => seen;
})(window.oneMap);
