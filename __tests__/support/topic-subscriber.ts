import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { SubscribeCommand, type SNSClient } from "@aws-sdk/client-sns";

/** What a topic delivers. */
export interface Notification {
  readonly Message: string;
}

/** A server on loopback that takes what a topic delivers. */
export class TopicSubscriber {
  readonly received: Notification[] = [];

  private constructor(private readonly server: Server) {}

  static async start(sns: SNSClient, topicArn: string): Promise<TopicSubscriber> {
    const server = createServer((message, response) => {
      void json(message).then((notification) => {
        subscriber.received.push(notification as Notification);
        response.end();
      });
    });
    const subscriber = new TopicSubscriber(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const Endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "http", Endpoint }));
    return subscriber;
  }

  stop(): void {
    this.server.close();
  }
}
