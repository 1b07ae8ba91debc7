"""How much the texts of a page stand out, measured in the browser."""

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
