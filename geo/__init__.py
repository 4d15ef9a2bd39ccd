"""The domain of the renewal one-map: packages, figures, places, views and the map's data.

Nothing here imports Streamlit; the pages import this, never the other way round.
"""
