"""Everything Assay does, without Streamlit."""

VERSION = "0.1.0"
