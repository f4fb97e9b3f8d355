package router

import "ruthere/web"

func (r *Router) answerSCEP(q web.Request) (web.Response, bool) { return web.Response{}, false }
