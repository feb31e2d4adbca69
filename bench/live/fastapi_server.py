"""FastAPI with uvicorn. Sends every POST to all sockets."""

import json
import sys

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect

app = FastAPI()
sockets: set[WebSocket] = set()


@app.websocket("/ws")
async def listen(socket: WebSocket) -> None:
    await socket.accept()
    sockets.add(socket)
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        sockets.discard(socket)


@app.post("/publish")
async def publish(request: Request) -> None:
    for event in await request.json():
        text = json.dumps(event, separators=(",", ":"))
        for socket in list(sockets):
            await socket.send_text(text)


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws_per_message_deflate=False)
