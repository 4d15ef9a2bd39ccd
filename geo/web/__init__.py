"""What the server answers besides Streamlit's own: data, assets, health, headers, first HTML."""
