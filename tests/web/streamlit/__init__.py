"""Is Streamlit met where we meet it, guarded and in time?"""
