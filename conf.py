"""Settings of the site. What they mean: https://www.sphinx-doc.org/en/master/usage/configuration.html."""

# What a publisher sets. A question address may hold {headword} and {slug}.
question_url = ""  # "mailto:hello@your.example?subject=Question about {headword}"
repository = ""  # "https://github.com/you/in-plain-terms"; adds an edit link to each page
html_baseurl = ""  # "https://your.example/"

project = "In Plain Terms"
version = "0.1"  # an EPUB has to have one
author = "The In Plain Terms contributors"
copyright = "The In Plain Terms contributors, CC BY 4.0"
language = "en-GB"

extensions = ["myst_parser", "plain_terms"]
include_patterns = ["index.md", "glossary/*.md", "topics/*.md", "guides/*.md"]
nitpicky = True
myst_enable_extensions = ["colon_fence", "smartquotes"]
smartquotes = False

plain_terms_folder = "glossary"
plain_terms_topics = "topics"
plain_terms_style = True
plain_terms_published = "published.txt"
plain_terms_guard = "all"
plain_terms_question_url = question_url
plain_terms_question_page = "guides/asking-questions"
plain_terms_licence = "https://creativecommons.org/licenses/by/4.0/"
plain_terms_image = "_static/preview.png"
plain_terms_sidebar = [("glossary/index", "A to Z"), ("topics/index", "Topics"), ("guides/index", "Guides")]

html_theme = "plain_terms"
html_title = "In Plain Terms"
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_copy_source = False
html_use_index = False
html_show_sphinx = False
html_permalinks_icon = "#"
html_theme_options = {
    "source_repository": repository,
    "source_branch": "main",
    "source_directory": "",
}

epub_basename = "in-plain-terms"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_show_urls = "no"

# Outside links: be patient, wait when asked to, and take a page that became a front page or a login for gone.
linkcheck_timeout = 30
linkcheck_retries = 2
linkcheck_workers = 4
linkcheck_rate_limit_timeout = 120
linkcheck_anchors_ignore_for_url = [r"https://github\.com/"]  # its anchors are made in the browser
linkcheck_allowed_redirects = {
    r"https?://[^/]+/?$": r"https?://",
    r"https?://[^/]+/.+": r"https?://[^/]+/(?!.*(404|not-?found|login)).+",
}
