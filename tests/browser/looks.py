"""How a page looks, measured in the browser: what stands out too little, what is cut off."""

SCREEN = {"width": 1280, "height": 800}

FAINT = """() => {
    const pixel = document.createElement('canvas').getContext('2d', {willReadFrequently: true})
    const rgba = text => {
        pixel.clearRect(0, 0, 1, 1)
        pixel.fillStyle = text
        pixel.fillRect(0, 0, 1, 1)
        const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data
        return [r, g, b, a / 255]
    }
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]))
    const linear = part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4
    const luminance = colour => {
        const [r, g, b] = colour.map(part => linear(part / 255))
        return .2126 * r + .7152 * g + .0722 * b
    }
    const parents = node => node ? [node, ...parents(node.parentElement)] : []
    const found = {}
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim(), node = walker.currentNode.parentElement
        const out = 'svg, script, style, [disabled], [aria-disabled=true], [data-disabled]'
        if (!text || node.closest(out) || !node.getClientRects().length) continue
        const above = parents(node)
        const layers = above.map(parent => rgba(getComputedStyle(parent).backgroundColor))
        const ground = layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255])
        const ink = rgba(getComputedStyle(node).color)
        for (const parent of above) ink[3] *= getComputedStyle(parent).opacity
        if (ink[3] < .1 || getComputedStyle(node).visibility === 'hidden') continue
        const [more, less] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => b - a)
        const ratio = (more + .05) / (less + .05)
        if (ratio < 4.5) found[text.slice(0, 40)] = ratio.toFixed(2)
    }
    return Object.entries(found).map(([text, ratio]) => `${ratio} ${text}`)
}"""
"""Returns the texts with a contrast below 4.5 to 1, but for what is disabled.

What was faded out by more than nine tenths is not meant to be read.
"""
CUT = """() => {
    const box = node => node.getBoundingClientRect()
    const below = box(document.querySelector('[data-testid=stBottom]')).top
    const charts = [...document.querySelectorAll('.js-plotly-plot')]
    const texts = [...document.querySelectorAll('h1, h3')].slice(0, 2)
    const low = [...charts, ...texts].filter(node => box(node).bottom > below || box(node).top < 0)
    const cut = charts.flatMap(chart => [...chart.querySelectorAll('svg text')].filter(text =>
        text.textContent.trim() && (box(text).right > box(chart).right + 1
            || box(text).left < box(chart).left - 1)))
    return [...low, ...cut].map(node => node.textContent.slice(0, 40))
}"""
"""Returns what of the answer and its charts lies beyond the first screen or is cut off."""
