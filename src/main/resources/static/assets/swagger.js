// Swagger's page of the REST API. A call made by session needs the token of the cookie; one with a header does not mind.
const token = () => document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/)?.[1];

SwaggerUIBundle({
  url: 'v3/api-docs',
  dom_id: '#api',
  deepLinking: true,
  requestInterceptor: request => {
    if (token()) request.headers['X-XSRF-TOKEN'] = token();
    return request;
  },
});
